"""What the bot asks a workspace for: each scope with its reason, and each event with the scope that it needs."""

SCOPES = {
    "app_mentions:read": "to answer where it is mentioned",
    "chat:write": "to speak",
    "chat:write.public": "to play in public channels without being invited to each",
    "commands": "for its slash commands and its shortcut",
    "files:read": "to take in files that are imported",
    "files:write": "to hand over exports and pictures",
    "im:history": "to answer in direct messages",
    "usergroups:read": "to know moderators by their user group",
    "users:read": "to know names, and who is an admin",
}
"""Every scope that is asked for, least first thought of: without one of them the rest goes on working."""

READING_SCOPES = {
    "channels:history": "to take what is typed in public channels for answers",
    "groups:history": "to take what is typed in private channels for answers",
    "mpim:history": "to take what is typed in group messages for answers",
}
"""What is asked for besides where typed answers are to count."""

SOCKET_SCOPE = "connections:write"
"""The scope of the app-level token that opens sockets; no manifest can grant it."""

EVENTS = (
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "channel_archive",
    "channel_deleted",
    "channel_left",
    "message.im",
    "tokens_revoked",
)
READING_EVENTS = ("message.channels", "message.groups", "message.mpim", "group_archive", "group_deleted", "group_left")
