"""From a question in plain words to an answer with its evidence, or to "I don't know"."""
