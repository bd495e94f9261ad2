/// Every part of the campaign, in its order.
public enum Parts {
  public static let all: [any Part] = [
    KillPart(), FaultPart(), PowerLossPart(), MutationPart(), DamagePart(),
  ]
}
