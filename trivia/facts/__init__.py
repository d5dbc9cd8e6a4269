"""What is known: entities, relations, facts with their sources, and the packs they live in."""
