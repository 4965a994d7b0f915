-- Enter what a description says of dates and positions, unless catalogues are loaded.
SELECT upkeep.state_frame(%(scale)s, %(reference)s, %(marks)s, %(frame)s);
