// Compares a chosen PDF with the one that was issued, on the reader's own machine: nothing is sent.
const box = document.getElementById('compare');
const said = document.getElementById('said');
const hex = (bytes) => [...new Uint8Array(bytes)].map((b) => b.toString(16).padStart(2, '0')).join('');
const hash = async (bytes) => hex(await crypto.subtle.digest('SHA-256', bytes));
document.getElementById('pdf').addEventListener('change', async (event) => {
  const file = event.target.files[0];
  if (!file) return;
  const say = (key, tone) => { said.textContent = box.dataset[key]; said.className = tone; };
  try {
    const bytes = await file.arrayBuffer();
    const size = Number(box.dataset.size);
    const whole = await hash(bytes);
    if (whole === box.dataset.hash) say('same', 'good');
    else if (box.dataset.signed.split(' ').includes(whole)) say('signedfile', 'good');
    else if (bytes.byteLength > size && await hash(bytes.slice(0, size)) === box.dataset.hash) say('grown', 'wait');
    else say('other', 'bad');
  } catch { say('failed', 'bad'); }
});
