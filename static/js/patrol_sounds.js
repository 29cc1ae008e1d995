// Tones for hits, made here: no files. Browsers let a page sound only after it was touched once.
(function () {
  "use strict";

  // [hertz, start, length] in seconds
  const TONES = {
    alarm: [[880, 0, 0.18], [660, 0.2, 0.18], [880, 0.4, 0.18], [660, 0.6, 0.18]],
    double: [[740, 0, 0.14], [740, 0.22, 0.14]],
    chime: [[660, 0, 0.12], [990, 0.12, 0.3]],
  };
  const LOUDNESS = 0.35;

  let audio = null;

  window.patrolSounds = {
    // Must be called from a touch, a click or a key.
    open() {
      audio = audio || new AudioContext();
      return audio.resume();
    },

    close() {
      if (audio) {
        audio.suspend();
      }
    },

    canSound() {
      return audio !== null && audio.state === "running";
    },

    play(name) {
      if (!this.canSound() || !TONES[name]) {
        return;
      }
      for (const [hertz, start, length] of TONES[name]) {
        const tone = audio.createOscillator();
        const gain = audio.createGain();
        const at = audio.currentTime + start;
        tone.frequency.value = hertz;
        gain.gain.setValueAtTime(0, at);
        gain.gain.linearRampToValueAtTime(LOUDNESS, at + 0.015);
        gain.gain.linearRampToValueAtTime(0, at + length);
        tone.connect(gain).connect(audio.destination);
        tone.start(at);
        tone.stop(at + length + 0.05);
      }
    },
  };
})();
