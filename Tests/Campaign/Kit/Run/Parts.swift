/// Every part of the campaign, in its order.
public enum Parts {
  public static let all: [any Part] = [
    KillPart(), FaultPart(), PowerLossPart(), MutationPart(), DamagePart(), HostileExchangePart(), FuzzPart(),
  ]
  /// Those that have a short form.
  public static let inShort = all.filter { $0.name != "fuzz" }
}
