"""Chat platforms. Each adapter translates in, calls the core and renders out."""
