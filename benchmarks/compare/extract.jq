# Extracts what round trips, loss and retransmission need from the events of one log, and gives how
# many events, packets sent and packets declared lost there are, and a sum of what was extracted.
def packet: (.header // {}) | (.packet_number // 0) + (.packet_type // "" | length);
def event($sums): . as {$name, $time, $data}
  | if $name == null then $sums
    elif ($name | endswith("packet_sent")) then
      [$sums[0] + 1, $sums[1] + 1, $sums[2], $sums[3] + $time + ($data
        | packet + (.header.length // .raw.length // 0)
          + ([.frames[]? | (.stream_id // 0) + (.offset // 0)
              + (.length // .raw.length // .raw.payload_length // 0)] | add // 0))]
    elif ($name | endswith("packet_received")) then
      [$sums[0] + 1, $sums[1], $sums[2], $sums[3] + $time + ($data
        | packet + ([.frames[]?.acked_ranges[]? | .[-1] - .[0] + 1] | add // 0))]
    elif ($name | endswith("packet_lost")) then
      [$sums[0] + 1, $sums[1], $sums[2] + 1, $sums[3] + $time + ($data | packet)]
    elif ($name | endswith("metrics_updated")) then
      [$sums[0] + 1, $sums[1], $sums[2], $sums[3] + $time + ($data
        | (.latest_rtt // 0) + (.smoothed_rtt // 0) + (.min_rtt // 0) + (.rtt_variance // 0))]
    else [$sums[0] + 1, $sums[1], $sums[2], $sums[3] + $time]
    end;
reduce (inputs | if .traces then .traces[].events[] else . end) as $e
  ([0, 0, 0, 0]; . as $sums | $e | event($sums))
| "events=\(.[0]) sent=\(.[1]) lost=\(.[2])"
