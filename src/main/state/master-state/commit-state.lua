-- Replaces the text of a master state and appends what was done to its history, provided that both still are what the
-- caller read. Lost patches that it tries again are gone with it, provided that each is still there.
--
-- KEYS[1]  the state
-- KEYS[2]  its history, a stream whose ids are version-sequence
-- KEYS[3]  a note on the history: id of the last entry, bytes ever appended, bytes that are gone again, with spaces
-- KEYS[4]  its lost patches, a stream
-- ARGV[1]  the text that the caller read; empty where there was none
-- ARGV[2]  the new text
-- ARGV[3]  the id of the last entry that the caller read; empty where there was none
-- ARGV[4]  1 where the history begins anew
-- ARGV[5]  entries that the history keeps, about
-- ARGV[6]  bytes that it keeps
-- ARGV[7]  how many lost patches it tries again
-- ARGV[8…] their ids; then per entry: its id, its text
--
-- Returns 1 when it was written, and else { text, id } as they stand now, with the id of the lost patch that is gone
-- where that was the reason, else an empty one. Two keys are read, and written, in one command each: what a script costs
-- is its commands.
local stands = redis.call('MGET', KEYS[1], KEYS[3])
-- Where there is no text this says so of a key of another type, over which nothing may be written.
local text = stands[1] or redis.call('GET', KEYS[1]) or ''
local id, bytes, gone = string.match(stands[2] or '', '^(%S+) (%d+) (%d+)$')
if text ~= ARGV[1] or (id or '') ~= ARGV[3] then
  return { text, id or '', '' }
end
local entries = 8 + ARGV[7]
for at = 8, entries - 1 do
  if #redis.call('XRANGE', KEYS[4], ARGV[at], ARGV[at]) == 0 then
    return { text, id or '', ARGV[at] }
  end
end
for at = 8, entries - 1 do
  redis.call('XDEL', KEYS[4], ARGV[at])
end
bytes, gone = tonumber(bytes or 0), tonumber(gone or 0)
if ARGV[4] == '1' or not id then
  redis.call('DEL', KEYS[2])
  bytes, gone = 0, 0
end
for at = entries, #ARGV, 2 do
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
local note = string.format('%s %.0f %.0f', id, bytes, gone)
if ARGV[2] ~= text then
  redis.call('MSET', KEYS[1], ARGV[2], KEYS[3], note)
else
  redis.call('SET', KEYS[3], note)
end
return 1
