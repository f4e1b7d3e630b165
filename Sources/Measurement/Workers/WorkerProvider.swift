import Foundation
import Rating

/// A library in a process of its own: what it does there, crash, hang or print, it cannot do to the measurement.
///
/// Operands lie in memory that both processes map, so that results are checked here, where they were not computed.
public final class WorkerProvider: GEMMProvider {
  public let identity: ProviderIdentity
  public let takesThreads: Bool
  private let executable: URL
  private let library: LibrarySpec
  private let support: [Precision: ProviderSupport]
  /// By the number of processors that they keep to; 0 for those that may use all.
  private var workers: [Int: WorkerProcess]
  private var deaths = 0
  private var lastDeath = ""
  private var hasHung = false
  /// The best rate shown at each precision, in operations a second.
  private var rates: [Precision: Double] = [:]

  /// How long a library may take to open, and to do anything on top of its arithmetic, in seconds.
  private let patience: Double
  /// The rate of a thread below which a library counts as hanging, in operations a second.
  private static let slowest = 5e8
  /// A call that takes so many times as long as the library's best rate would have it counts as hanging.
  private static let slowdown = 10.0
  private static let mostDeaths = 3

  /// Starts a worker and has it open the library.
  /// - Parameters:
  ///   - executable: the `assay` command.
  ///   - patience: how long the library may take to open, and to do anything on top of its arithmetic, in seconds.
  /// - Throws: `ProviderError` when the library cannot be opened, or crashes or hangs on the way.
  public init(_ library: LibrarySpec, executable: URL, patience: Double = 10) throws(ProviderError) {
    self.patience = patience
    self.executable = executable
    self.library = library
    let worker = try WorkerProcess(
      executable: executable, order: WorkerOrder(library: library, processors: nil),
      environment: library.environment)
    guard
      case .opened(let identity, let takesThreads, let isConfined, let support) = try worker.reply(
        within: patience)
    else { throw Self.confused }
    worker.halt()
    self.identity = identity.printable(mayStartProcesses: !isConfined)
    self.takesThreads = takesThreads
    self.support = Dictionary(
      support.map { ($0.precision, $0.support) }, uniquingKeysWith: { first, _ in first })
    workers = [0: worker]
  }

  public func support(for precision: Precision) -> ProviderSupport {
    support[precision] ?? .unsupported("the worker does not know it")
  }

  public var processes: [Int32] { workers.values.filter(\.isAlive).map(\.identifier) }

  public func rest() {
    workers = workers.filter { $1.products > 0 }
    for worker in workers.values where worker.isAlive {
      _ = try? ask(worker, .settle, within: 0)
      worker.halt()
    }
  }

  public func prepare(_ operands: Operands, threads: Int) throws(ProviderError) -> any PreparedGEMM {
    let worker = try worker(threads: threads)
    defer { worker.halt() }
    let request = WorkerRequest.prepare(
      .init(
        precision: operands.precision, shape: operands.shape, distribution: operands.distribution,
        threads: threads, a: operands.a.region, b: operands.b.region, c: operands.c.region))
    guard
      case .prepared(let number, let kernel) = try ask(
        worker, request, within: longestCall(operands, threads: threads))
    else { throw Self.confused }
    return WorkerProduct(self, worker, number, kernel.printable, operands, threads: threads)
  }

  fileprivate static let confused = ProviderError("the worker answered something else than it was asked")

  /// How long a call may take, in seconds, on top of the patience.
  fileprivate func longestCall(_ operands: Operands, threads: Int) -> Double {
    let slowest = Self.slowest * Double(threads)
    let shown = (rates[operands.precision] ?? 0) / Self.slowdown
    return operands.shape.operations / max(slowest, shown)
  }

  /// Remembers what a call has shown.
  fileprivate func note(_ operands: Operands, seconds: Double) {
    let rate = operands.shape.operations / max(seconds, 1e-9)
    rates[operands.precision] = max(rates[operands.precision] ?? 0, rate)
  }

  /// - Parameter seconds: that the arithmetic of the request may take.
  fileprivate func ask(_ worker: WorkerProcess, _ request: WorkerRequest, within seconds: Double)
    throws(ProviderError) -> WorkerReply
  {
    let wasAlive = worker.isAlive
    do { return try worker.ask(request, within: patience + seconds) } catch {
      if wasAlive && !worker.isAlive {
        deaths += 1
        lastDeath = error.description
      }
      if worker.hasHung { hasHung = true }
      throw error
    }
  }

  /// The worker for a number of threads, started anew if the last one is gone.
  ///
  /// One thread has a worker of its own on one processor, in which no helper of a wider product is left to spin; so has
  /// any number of threads in a library that cannot be told it.
  private func worker(threads: Int) throws(ProviderError) -> WorkerProcess {
    let key = takesThreads && threads > 1 ? 0 : threads
    if let worker = workers[key], worker.isAlive { return worker }
    if hasHung { throw ProviderError("it has hung before: it is not started again") }
    guard deaths < Self.mostDeaths else {
      throw ProviderError("\(lastDeath): it ended \(deaths) times and is not started again")
    }
    let worker = try WorkerProcess(
      executable: executable, order: WorkerOrder(library: library, processors: key == 0 ? nil : key),
      environment: library.environment)
    _ = try worker.reply(within: patience)
    workers[key] = worker
    return worker
  }
}

/// A product that is prepared in a worker.
private final class WorkerProduct: PreparedGEMM {
  let kernel: String
  var process: Int32? { worker.identifier }
  private let provider: WorkerProvider
  private let worker: WorkerProcess
  private let number: Int
  let operands: Operands
  private let threads: Int

  init(
    _ provider: WorkerProvider, _ worker: WorkerProcess, _ number: Int, _ kernel: String,
    _ operands: Operands, threads: Int
  ) {
    self.provider = provider
    self.worker = worker
    self.number = number
    self.kernel = kernel
    self.operands = operands
    self.threads = threads
    worker.products += 1
  }

  deinit {
    worker.products -= 1
    worker.tell(.release(product: number))
  }

  func multiply() throws(ProviderError) {
    defer { pause() }
    _ = try timedMultiply()
  }

  func timedMultiply() throws(ProviderError) -> Double {
    let request = WorkerRequest.multiply(product: number)
    let watch = Stopwatch()
    guard
      case .multiplied(let seconds) = try provider.ask(
        worker, request, within: provider.longestCall(operands, threads: threads))
    else { throw WorkerProvider.confused }
    provider.note(operands, seconds: watch.seconds)
    return seconds
  }

  func clockGHz() throws(ProviderError) -> Double? {
    guard case .clock(let gigahertz) = try provider.ask(worker, .clock, within: 0) else {
      throw WorkerProvider.confused
    }
    return gigahertz
  }

  func pause() { worker.halt() }
}
