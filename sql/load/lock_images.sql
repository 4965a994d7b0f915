-- Tell other loaders that this one has images at hand, as far as no other has; whether it is so for all.
SELECT coalesce(bool_and(l.is_locked), true)
FROM (
    SELECT pg_try_advisory_xact_lock(hashtext('epochdb.image'), u.image_id) AS is_locked
    FROM unnest(%(image_ids)s::integer[]) AS u (image_id)
) AS l;
