"""The faults of the database: each says where, what was found, what was expected, and what to do."""


class Fault(Exception):
    """Any known fault of any program; its text is for the user."""


class UnsupportedServerVersion(Fault):
    """The server is older than the oldest PostgreSQL that EpochDB runs on."""


class NoSurvey(Fault):
    """The database has no survey: the schema is not installed in it."""


class RoleMissing(Fault):
    """The server has no such role, because the schema that brings it is not installed yet."""


class NotARoleOfOurs(Fault):
    """What was asked for is done to the schema's roles only."""


class UnusablePassword(Fault):
    """What was given as a new password is none."""


class PasswordNotSet(Fault):
    """The user of the connection may not set that role's password."""


class NotTheEmbeddedServer(Fault):
    """What was asked for exists on the embedded server only, and the environment names another."""


class SummariesDiffer(Fault):
    """A summary is not what the detections say."""
