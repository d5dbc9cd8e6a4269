"""Disputes: what members say was wrong, what moderators decide about it, and what follows for points already given."""
