"""`python -m bench.read_frames ENGINE FOLDER`: reads every JPEG there and prints, for each, the seconds by
the clock and of the processor.
"""

import json
import sys
import time
from pathlib import Path


def main(engine: str, folder: str) -> None:
    import django

    django.setup()
    from reads.recognition import registry
    from reads.recognition.decode import decode

    pictures = [path.read_bytes() for path in sorted(Path(folder).glob("*.jpg"))]
    registry.recognise(decode(pictures[0]), engine)  # loads the models
    frames = []
    for data in pictures:
        wall, cpu = time.perf_counter(), time.process_time()
        registry.recognise(decode(data), engine)
        frames.append({"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu})
    sys.stdout.write(json.dumps(frames) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
