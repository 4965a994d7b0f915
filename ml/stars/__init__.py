"""The density of stars in the (Y-J, J-H) plane: estimation, simulation, and tests of both."""
