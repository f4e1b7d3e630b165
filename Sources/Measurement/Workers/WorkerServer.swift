import CSystem
import Foundation
import Rating

/// The other end of a `WorkerProvider`: a process that holds one library open and multiplies for its parent.
public final class WorkerServer {
  private let channel: LineChannel
  private let provider: any GEMMProvider
  private var products: [Int: any PreparedGEMM] = [:]
  private var lastProduct = 0
  private var buffers: [Int: WeakBuffer] = [:]

  private struct WeakBuffer {
    weak var buffer: SharedBuffer?
  }

  /// Serves on standard input and output until the parent is gone.
  ///
  /// What the library itself prints goes nowhere.
  /// - Parameter order: what to open, as `WorkerOrder` in JSON.
  /// - Returns: whether the order could be read and the library be opened.
  public static func serve(order: String) -> Bool {
    signal(SIGINT, SIG_IGN)
    signal(SIGTERM, SIG_IGN)
    signal(SIGPIPE, SIG_IGN)
    let output = dup(STDOUT_FILENO)
    let channel = LineChannel(input: STDIN_FILENO, output: output)
    silence(STDOUT_FILENO)
    csystem_end_with_parent()
    endWithParent()
    let isConfined = csystem_forbid_processes()
    do throws(ProviderError) {
      guard let order = try? JSONDecoder().decode(WorkerOrder.self, from: Data(order.utf8)) else {
        throw ProviderError("the worker cannot read its order")
      }
      if let processors = order.processors, !csystem_restrict_processors(Int32(clamping: processors)) {
        throw ProviderError("the system does not let the worker keep to \(processors) processor(s)")
      }
      WorkerServer(channel, try order.library.open()).run(isConfined: isConfined)
      return true
    } catch {
      channel.send(WorkerReply.failed(error))
      return false
    }
  }

  private init(_ channel: LineChannel, _ provider: any GEMMProvider) {
    self.channel = channel
    self.provider = provider
  }

  private func run(isConfined: Bool) {
    let support = Precision.allCases.map {
      WorkerReply.Support(precision: $0, support: provider.support(for: $0))
    }
    channel.send(
      WorkerReply.opened(
        provider.identity, takesThreads: provider.takesThreads, isConfined: isConfined, support: support))
    while let request = try? channel.receive(WorkerRequest.self, within: nil) {
      if case .finish = request { return }
      var reply: WorkerReply?
      do throws(ProviderError) { reply = try answer(request) } catch { reply = .failed(error) }
      if let reply, !channel.send(reply) { return }
    }
  }

  /// - Returns: `nil` where no reply is waited for.
  private func answer(_ request: WorkerRequest) throws(ProviderError) -> WorkerReply? {
    switch request {
    case .prepare(let request):
      let operands = Operands(
        precision: request.precision, shape: request.shape, distribution: request.distribution,
        a: try buffer(request.a, isInput: true), b: try buffer(request.b, isInput: true),
        c: try buffer(request.c, isInput: false))
      let product = try provider.prepare(operands, threads: request.threads)
      lastProduct += 1
      products[lastProduct] = product
      return .prepared(product: lastProduct, kernel: product.kernel)
    case .multiply(let number):
      return .multiplied(seconds: try product(number).timedMultiply())
    case .clock:
      return .clock(gigahertz: ClockProbe.quickGigahertz())
    case .release(let number):
      products[number] = nil
      return nil
    case .settle, .finish: return .done
    }
  }

  private func product(_ number: Int) throws(ProviderError) -> any PreparedGEMM {
    guard let product = products[number] else { throw ProviderError("no product \(number) in the worker") }
    return product
  }

  /// Maps a buffer once, however many products use it.
  private func buffer(_ region: SharedBuffer.Region, isInput: Bool) throws(ProviderError) -> SharedBuffer {
    if let buffer = buffers[region.number]?.buffer { return buffer }
    let buffer = try SharedBuffer(region, isInput: isInput)
    buffers[region.number] = WeakBuffer(buffer: buffer)
    return buffer
  }

  private static func silence(_ descriptor: Int32) {
    let nowhere = open("/dev/null", O_WRONLY)
    if nowhere >= 0 { dup2(nowhere, descriptor) }
  }

  /// Where the kernel does not see to it: standard input hangs up when the parent is gone.
  private static func endWithParent() {
    Thread.detachNewThread {
      var entry = pollfd(fd: STDIN_FILENO, events: 0, revents: 0)
      while poll(&entry, 1, -1) < 0 && errno == EINTR {}
      _exit(0)
    }
  }
}
