"""The core of Factotum: facts, lookup, questions, judging and rounds, without any platform, SQL or I/O."""
