// One started system for all areas; run one of them with `-t identity`.
import './conventions';
import './identity';
import './conversations';
import './messages';
import './sync';
import './receipts';
import './search';
import './sockets';
import './uploads';
import './strangers';
import './documents';
import './hostile';
import './extremes';
// Last: it starts auth again.
import './tokens';
