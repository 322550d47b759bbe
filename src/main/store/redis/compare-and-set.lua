-- Replaces the text at one key, provided that it still is what the caller read.
--
-- KEYS[1]  the key
-- ARGV[1]  the text that the caller read; empty where there was none
-- ARGV[2]  the new text
--
-- Returns 1 when it was written, and else the text that stands there now (empty where there is none), so
-- that the caller can apply its change to that and try again without another look.
local current = redis.call('GET', KEYS[1]) or ''
if current == ARGV[1] then
  redis.call('SET', KEYS[1], ARGV[2])
  return 1
end
return current
