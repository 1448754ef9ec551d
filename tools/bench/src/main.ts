process.stdout.write('The benchmark has no workloads yet.\n');
