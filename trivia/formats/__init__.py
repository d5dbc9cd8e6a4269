"""Files with facts: a module a format, each reading into, and writing from, the same plain rows (``incoming``)."""
