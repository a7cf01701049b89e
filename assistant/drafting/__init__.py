"""Assessment items drafted from a referential: questions, situations, grids, multiple choice; their review and their exports."""
