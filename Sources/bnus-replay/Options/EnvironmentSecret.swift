import Platform
import Synchronization

/// The secret that the environment gives. Whoever may look at this process's environment finds it for the first
/// milliseconds alone, and no process that this one starts has it.
enum EnvironmentSecret {
  private static let name = "BINANCE_US_API_SECRET"
  private static let kept = Mutex<SecretBytes?>(nil)

  /// Takes it out of the environment. To be called before there is another thread.
  static func hide() {
    kept.withLock { $0 = SecretBytes.takingFromEnvironment(name) }
  }

  /// The secret, for the one who signs; nil where there is none, or not any more.
  static func take() -> SecretBytes? { kept.withLock { $0.take() } }
}
