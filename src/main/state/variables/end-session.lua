-- Removes a session. By a script, because a connection is told of its own changes only where a script makes them.
--
-- KEYS[1]  the session
-- KEYS[2]  which of its variables changed
--
-- Returns 1, and 0 where there was none.
redis.call('DEL', KEYS[2])
return redis.call('DEL', KEYS[1])
