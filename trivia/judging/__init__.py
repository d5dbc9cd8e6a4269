"""Ruling on what people type: accept, prompt or reject, with the reason: ``prepared.prepare``, then ``judge.judge``."""
