// Preloaded into a run: every worker thread holds back each of its answers for 0 to HGOPT_TEST_DELAY ms, so that jobs end in an order that
// has nothing to do with the order in which they were handed out.
import { isMainThread, MessagePort } from 'node:worker_threads';

const most = Number(process.env.HGOPT_TEST_DELAY ?? 0);
if (!isMainThread && most > 0) {
  const { postMessage } = MessagePort.prototype;
  const clock = new Int32Array(new SharedArrayBuffer(4));
  MessagePort.prototype.postMessage = function (...message) {
    Atomics.wait(clock, 0, 0, Math.random() * most);
    return postMessage.apply(this, message);
  };
}
