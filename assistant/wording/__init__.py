"""The chat-model engine: a model words the answer, and each of its sentences is checked before anybody sees it.

``prompt`` says what the model is asked, ``streaming`` reads it under time limits, ``sentences`` cuts what comes, ``checking`` proves or
strikes out each sentence, ``engine`` puts them together and says why when the answer has to be composed without the model.
"""
