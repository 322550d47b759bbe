-- Removes one key, provided that it still holds what the caller read.
--
-- KEYS[1]  the key
-- ARGV[1]  the text that the caller read
--
-- Returns 1 when it was removed, and else the text that stands there now (empty where there is none).
local current = redis.call('GET', KEYS[1]) or ''
if current == ARGV[1] then
  redis.call('DEL', KEYS[1])
  return 1
end
return current
