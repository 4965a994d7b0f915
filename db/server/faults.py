"""What can stand in the way of the embedded server; each says what was found and what to do."""

from db.faults import Fault


class BinariesMissing(Fault):
    """The wheel with the PostgreSQL binaries is not installed, or has none for this version."""


class BinariesUnusable(Fault):
    """The PostgreSQL binaries are there but do not run."""


class HomeNotOurs(Fault):
    """The directory given as home holds something else, or belongs to somebody else."""


class HomeOutOfReach(Fault):
    """The unprivileged user who runs the server for root cannot enter the home."""


class NoUnprivilegedUser(Fault):
    """Root has nobody to step down to; PostgreSQL refuses to run as root."""


class ClusterNotCreated(Fault):
    """The program initdb failed."""


class CredentialsLost(Fault):
    """There is a data directory but not the file with its passwords."""


class RoleWithoutPassword(Fault):
    """No password is kept for the role, because the schema that has it is not installed yet."""


class ServerDidNotStart(Fault):
    """The server ended, or accepted no connection in time."""


class ServerDidNotStop(Fault):
    """The server is still there after a stop."""
