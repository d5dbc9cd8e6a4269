"""Storage: SQLite by default, PostgreSQL for many processes. The only folder that knows SQL."""
