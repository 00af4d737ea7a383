package dev.tawon.bpf.random;

final class Show {
  public static void main(String[] args) {
    long seed = Long.parseLong(args[0]);
    System.out.println(RandomModule.of(seed / RandomModule.SIZE, args.length > 1 ? Long.parseLong(args[1]) : seed, args.length > 1 ? Long.parseLong(args[2]) : seed).text());
  }
}
