process.stdout.write('The fault lab has no faults yet.\n');
