-- The last run of the loader that has ended, as all before it have: what is at work brings more yet.
SELECT science.load_before(now()) AS load_id;
