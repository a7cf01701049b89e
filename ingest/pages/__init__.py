"""The pages of a PDF as a person sees them: drawn, with the words of a quotation found and marked."""
