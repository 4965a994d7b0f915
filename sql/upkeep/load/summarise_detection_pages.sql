-- Tells the BRIN index of detection about the pages that were filled since it was last told; why stands in
-- sql/README.md.
--
-- Only the index's owner may ask for this, hence SECURITY DEFINER. A vacuum at work on the table holds the
-- lock; the call then gives up at once rather than hold up the load, and the next load catches up.
CREATE FUNCTION upkeep.summarise_detection_pages()
RETURNS void
LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET lock_timeout = '50ms'
AS $$
BEGIN
    PERFORM brin_summarize_new_values('survey.detection_image_brin'::regclass);
EXCEPTION WHEN lock_not_available THEN
    NULL;  -- a vacuum holds it: it summarises itself
END
$$;

COMMENT ON FUNCTION upkeep.summarise_detection_pages() IS
'Brings the block range index of survey.detection up to date; part of every load.
Sample call: SELECT upkeep.summarise_detection_pages();';
