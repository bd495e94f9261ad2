import Glibc

/// Sends GET requests over libcurl: one thread, one multi handle, connections kept for the next request.
///
/// HTTP/2 where the server offers it, TLS always verified, redirects never followed, no cookies, no `.netrc`.
/// Requests beyond `maxConnections` wait in their order.
///
/// Two habits of libcurl's stand. A kept connection which turns out to be closed, before a byte of the answer came, is
/// replaced by a new one without a word: the server may see such a request twice. And a gzip stream that ends early
/// inside a body of the announced length counts as whole: only its JSON tells.
///
/// Proxies of the environment (`https_proxy`, `all_proxy`, `no_proxy`) are used as other programs use them, except
/// towards this machine itself, where nothing stands between.
public final class CurlTransport: Sendable {
  private let loop: CurlLoop
  private let thread: TransportThread

  /// Sets libcurl up and starts the thread; nothing is sent yet.
  public init(_ options: TransportOptions) throws(TransportError) {
    try options.check()
    do throws(CurlError) {
      try CurlLibrary.initialise()
      loop = try CurlLoop(options)
    } catch {
      throw .library(operation: error.operation, code: error.text)
    }
    thread = try TransportThread.start(loop)
  }

  deinit { shutdown() }

  /// Sends the request and waits for its outcome: an answer of whatever status, or why there is none.
  ///
  /// Cancelling the task ends it quickly with a failure of kind `cancelled`, and its connection is closed.
  public func send(_ request: HTTPRequest) async -> Result<HTTPResponse, TransportFailure> {
    let origin: URLOrigin
    do throws(CurlError) {
      origin = try URLOrigin.of(CurlURL.parse(request.url))
    } catch {
      return .failure(TransportFailure(error, of: request, to: nil))
    }
    let cancellation = CancellationFlag()
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        loop.submit(
          PendingRequest(request, to: origin, cancellation: cancellation, continuation: continuation))
      }
    } onCancel: {
      cancellation.set()
      loop.noteCancellation()
    }
  }

  /// Ends the thread and waits for it: what is pending fails with kind `cancelled`, and so does all that comes
  /// later. Calling it again does nothing.
  public func shutdown() {
    loop.close(.shutDown)
    thread.join()
  }
}
