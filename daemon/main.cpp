// The one binary. `gailou serve` is the daemon, every other verb its client.
int main() {
  return 0;
}
