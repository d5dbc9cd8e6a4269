"""Boards, seasons, ratings and members' own statistics: all of it a function of stored results."""
