-- Replaces the text of a master state and appends what was done to its history, provided that both still are what the
-- caller read.
--
-- KEYS[1]  the state
-- KEYS[2]  its history, a stream whose ids are version-sequence
-- KEYS[3]  notes on the history, a hash: id of the last entry, bytes ever appended, bytes that are gone again
-- ARGV[1]  the text that the caller read; empty where there was none
-- ARGV[2]  the new text
-- ARGV[3]  the id of the last entry that the caller read; empty where there was none
-- ARGV[4]  1 where the history begins anew
-- ARGV[5]  entries that the history keeps, about
-- ARGV[6]  bytes that it keeps
-- ARGV[7…] per entry: its id, its text
--
-- Returns 1 when it was written, and else { text, id } as they stand now.
local text = redis.call('GET', KEYS[1]) or ''
local notes = redis.call('HMGET', KEYS[3], 'id', 'bytes', 'gone')
local id = notes[1] or ''
if text ~= ARGV[1] or id ~= ARGV[3] then
  return { text, id }
end
local bytes, gone = tonumber(notes[2] or 0), tonumber(notes[3] or 0)
if ARGV[4] == '1' then
  redis.call('DEL', KEYS[2], KEYS[3])
  bytes, gone = 0, 0
end
if ARGV[2] ~= text then
  redis.call('SET', KEYS[1], ARGV[2])
end
for at = 7, #ARGV, 2 do
  id = ARGV[at]
  bytes = bytes + #ARGV[at + 1]
  redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[5], id, 'record', ARGV[at + 1], 'bytes', bytes)
end
local most = tonumber(ARGV[6])
while bytes - gone > most and redis.call('XLEN', KEYS[2]) > 1 do
  local oldest = redis.call('XRANGE', KEYS[2], '-', '+', 'COUNT', 1)[1]
  redis.call('XDEL', KEYS[2], oldest[1])
  gone = tonumber(oldest[2][4])
end
redis.call('HSET', KEYS[3], 'id', id, 'bytes', bytes, 'gone', gone)
return 1
