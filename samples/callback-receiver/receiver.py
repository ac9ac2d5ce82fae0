"""Receives Baton's callbacks and believes only what is signed: BATON_CALLBACK_SECRET=whsec_... python3 receiver.py 9000"""
import base64, hashlib, hmac, http.server, os, sys, time

KEY = base64.b64decode(os.environ["BATON_CALLBACK_SECRET"].removeprefix("whsec_"))
SEEN = set()  # Use a database: deliveries may repeat, also after a restart.

def is_genuine(headers, body):
    event, sent = headers["webhook-id"] or "", headers["webhook-timestamp"] or "0"
    digest = hmac.new(KEY, f"{event}.{sent}.".encode() + body, hashlib.sha256).digest()
    wanted = "v1," + base64.b64encode(digest).decode()
    signed = any(hmac.compare_digest(wanted, given) for given in (headers["webhook-signature"] or "").split())
    return signed and sent.isdigit() and abs(time.time() - int(sent)) < 300

class Receiver(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        genuine = is_genuine(self.headers, body)
        if genuine and self.headers["webhook-id"] not in SEEN:
            SEEN.add(self.headers["webhook-id"])
            print(self.headers["baton-sequence"], body.decode(), flush=True)
        self.send_response(204 if genuine else 401)
        self.end_headers()

http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Receiver).serve_forever()
