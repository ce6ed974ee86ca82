# Counts the events of logs, the packets sent and the packets declared lost, by their names alone.
reduce (inputs | if .traces then .traces[].events[].name else .name // empty end) as $name
  ([0, 0, 0];
   .[0] += 1
   | if $name | endswith("packet_sent") then .[1] += 1
     elif $name | endswith("packet_lost") then .[2] += 1
     else . end)
| "events=\(.[0]) sent=\(.[1]) lost=\(.[2])"
