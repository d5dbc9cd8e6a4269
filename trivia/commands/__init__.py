"""What a person can ask: one module a command family, one async method a command, returning an outcome."""
