public import SimulatedExchange

/// One API key that the simulated exchange knows, and the account behind it.
public struct ExchangeKey: Sendable {
  /// What a key may read.
  public enum Permission: Sendable, CaseIterable {
    /// Account, trades and orders: what lies below /api.
    case spot
    /// Wallet, deposits, withdrawals and the rest: what lies below /sapi.
    case wallet
  }

  /// How the exchange refuses what a key may not.
  public enum Refusal: Sendable {
    /// -1002 "You are not authorized to execute this request."
    case unauthorized
    /// -2015 "Invalid API-key, IP, or permissions for action."
    case rejected
  }

  /// What goes into the header X-MBX-APIKEY: 64 letters and digits.
  public let key: String
  /// What signatures are made with.
  public let secret: String
  /// The world whose account the key opens; nil for the server's own. Several keys may open one.
  public let world: SimulatedWorld?
  /// What the key may read.
  public let permissions: Set<Permission>
  /// The code and message for a key that may not.
  public let refusal: Refusal

  /// A key of an account.
  public init(
    key: String, secret: String, world: SimulatedWorld? = nil,
    permissions: Set<Permission> = Set(Permission.allCases), refusal: Refusal = .unauthorized
  ) {
    self.key = key
    self.secret = secret
    self.world = world
    self.permissions = permissions
    self.refusal = refusal
  }

  /// The pair that the exchange's documentation computes its examples with.
  public static let documented = ExchangeKey(
    key: "vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A",
    secret: "NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j")
}
