"""From an outcome to a reply: all wording that users see lives here."""
