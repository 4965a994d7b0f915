"""The faults this package names: each says where, what was found, what was expected, and what to do."""


class DatabaseFault(Exception):
    """Any known fault of finding, starting or upgrading the database; its text is for the user."""


class UnsupportedServerVersion(DatabaseFault):
    """The server is older than the oldest PostgreSQL that EpochDB runs on."""


class BinariesMissing(DatabaseFault):
    """The wheel with the PostgreSQL binaries is not installed, or has none for this version."""


class BinariesUnusable(DatabaseFault):
    """The PostgreSQL binaries are there but do not run."""


class HomeNotOurs(DatabaseFault):
    """The directory given as home holds something else, or belongs to somebody else."""


class HomeOutOfReach(DatabaseFault):
    """The unprivileged user who runs the server for root cannot enter the home."""


class NoUnprivilegedUser(DatabaseFault):
    """Root has nobody to step down to; PostgreSQL refuses to run as root."""


class ClusterNotCreated(DatabaseFault):
    """The program initdb failed."""


class CredentialsLost(DatabaseFault):
    """There is a data directory but not the file with its passwords."""


class RoleWithoutPassword(DatabaseFault):
    """No password is kept for the role, because the schema that has it is not installed yet."""


class RoleMissing(DatabaseFault):
    """The server has no such role, because the schema that brings it is not installed yet."""


class NotARoleOfOurs(DatabaseFault):
    """What was asked for is done to the schema's roles only."""


class UnusablePassword(DatabaseFault):
    """What was given as a new password is none."""


class PasswordNotSet(DatabaseFault):
    """The user of the connection may not set that role's password."""


class ServerDidNotStart(DatabaseFault):
    """The server ended, or accepted no connection in time."""


class ServerDidNotStop(DatabaseFault):
    """The server is still there after a stop."""


class NotTheEmbeddedServer(DatabaseFault):
    """What was asked for exists on the embedded server only, and the environment names another."""


class SummariesDiffer(DatabaseFault):
    """A summary is not what the detections say."""
