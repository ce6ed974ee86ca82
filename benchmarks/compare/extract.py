# SPDX-License-Identifier: Apache-2.0
"""Reads the logs in a directory with json, extracts what round trips, loss and retransmission need,
and prints how many events, packets sent and packets declared lost there are."""
import json
import os
import sys

events = sent = lost = 0
extracted = 0


def packet(data):
    header = data.get("header")
    return header["packet_number"] + len(header["packet_type"]) if header else 0


def event(e):
    global events, sent, lost, extracted
    name = e.get("name")
    if name is None:
        return
    events += 1
    extracted += e["time"]
    data = e["data"]
    if name.endswith("packet_sent"):
        sent += 1
        extracted += packet(data) + (data["header"].get("length") or data.get("raw", {}).get("length", 0))
        for frame in data.get("frames", ()):
            raw = frame.get("raw", {})
            length = frame.get("length") or raw.get("length") or raw.get("payload_length") or 0
            extracted += (
                len(frame["frame_type"]) + frame.get("stream_id", 0) + frame.get("offset", 0) + length
            )
    elif name.endswith("packet_received"):
        extracted += packet(data)
        for frame in data.get("frames", ()):
            for acked in frame.get("acked_ranges", ()):
                extracted += acked[-1] - acked[0] + 1
    elif name.endswith("packet_lost"):
        lost += 1
        extracted += packet(data)
    elif name.endswith("metrics_updated"):
        for member in ("latest_rtt", "smoothed_rtt", "min_rtt", "rtt_variance"):
            extracted += data.get(member, 0)


def read(path):
    with open(path, "rb") as log:
        begin = log.read(4096)
        log.seek(0)
        if b'"traces"' in begin:
            for trace in json.load(log)["traces"]:
                for e in trace["events"]:
                    event(e)
        else:
            for line in log:
                if len(line) > 2:
                    event(json.loads(line.lstrip(b"\x1e")))


if os.path.isfile(sys.argv[1]):
    read(sys.argv[1])
for directory, _, names in os.walk(sys.argv[1]):
    for file_name in names:
        read(os.path.join(directory, file_name))
print(f"events={events} sent={sent} lost={lost}")
