/** Reads the answer aloud where the phone has a voice for the page's language. */

/**
 * The first voice for `lang` ("zh-hans", "en"), one that works without network if there is one.
 *
 * @param {SpeechSynthesisVoice[]} voices @param {string} lang
 * @returns {SpeechSynthesisVoice | null}
 */
export function voiceFor(voices, lang) {
  const wanted = lang.slice(0, 2).toLowerCase();
  const fitting = voices.filter((voice) => {
    const code = voice.lang.toLowerCase().replace("_", "-");
    return code.slice(0, 2) === wanted && code.slice(0, 5) !== "zh-hk";
  });
  return fitting.filter((voice) => voice.localService)[0] || fitting[0] || null;
}

/**
 * Show the button once a voice is known; it starts reading, and stops it.
 *
 * Sentences are queued one by one: several engines fall silent in a long utterance.
 *
 * @param {{ button: HTMLElement, lang: string, sentences: () => string[],
 *   labels: { start: string, stop: string } }} parts
 */
export function offerReading(parts) {
  const { button, labels } = parts;
  const synthesis = window.speechSynthesis;
  if (!synthesis || typeof SpeechSynthesisUtterance === "undefined") return;

  /** @type {SpeechSynthesisVoice | null} */
  let voice = null;
  let left = 0;

  function show() {
    voice = voiceFor(synthesis.getVoices(), parts.lang);
    button.hidden = voice === null;
  }

  /** @param {boolean} reading */
  function mark(reading) {
    button.setAttribute("aria-pressed", String(reading));
    const label = button.querySelector("[data-label]") || button;
    label.textContent = reading ? labels.stop : labels.start;
  }

  function stop() {
    left = 0;
    synthesis.cancel();
    mark(false);
  }

  function start() {
    const sentences = parts.sentences();
    synthesis.cancel();
    left = sentences.length;
    mark(left > 0);
    sentences.forEach((sentence) => {
      const utterance = new SpeechSynthesisUtterance(sentence);
      utterance.voice = voice;
      utterance.lang = voice ? voice.lang : parts.lang;
      utterance.rate = 0.9;
      utterance.onend = utterance.onerror = () => {
        left -= 1;
        if (left === 0) mark(false);
      };
      synthesis.speak(utterance);
    });
  }

  button.addEventListener("click", () => (left > 0 ? stop() : start()));
  window.addEventListener("pagehide", stop);
  if (synthesis.addEventListener) synthesis.addEventListener("voiceschanged", show);
  show();
}
