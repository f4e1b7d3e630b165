import Foundation
import Rating

/// What goes between a parent and its worker: one line each, of JSON unless it goes before or after a timed call, where
/// JSON would take longer than the message.
protocol WorkerMessage: Codable {
  /// The short form, if the message has one.
  var shortForm: String? { get }
  /// Reads a short form.
  init?(shortForm: Substring)
}

extension WorkerMessage {
  /// What short forms begin with, and JSON does not.
  private static var mark: UInt8 { UInt8(ascii: "=") }

  /// The message without the end of the line; `nil` if it cannot be written.
  var line: Data? {
    if let shortForm { return Data([Self.mark]) + Data(shortForm.utf8) }
    return try? JSONEncoder().encode(self)
  }

  /// - Returns: `nil` for what is no message.
  init?(line: Data) {
    if line.first == Self.mark {
      self.init(shortForm: String(decoding: line, as: UTF8.self).dropFirst())
    } else if let message = try? JSONDecoder().decode(Self.self, from: line) {
      self = message
    } else {
      return nil
    }
  }
}

/// What a parent asks of a worker.
enum WorkerRequest: WorkerMessage {
  case prepare(WorkerProductRequest)
  /// Compute a prepared product once.
  case multiply(product: Int)
  /// Measure the clock of the core that calls the library.
  case clock
  /// Forget a prepared product; no reply is waited for.
  case release(product: Int)
  /// Answer once everything before is done.
  case settle
  /// End in order, so that the library can tidy up; no reply is waited for.
  case finish

  var shortForm: String? {
    if case .multiply(let product) = self { "\(product)" } else { nil }
  }

  init?(shortForm: Substring) {
    guard let product = Int(shortForm) else { return nil }
    self = .multiply(product: product)
  }
}

/// A product to prepare, on buffers of the parent.
struct WorkerProductRequest: Codable {
  let precision: Precision
  let shape: GEMMShape
  let distribution: OperandDistribution
  let threads: Int
  let a: SharedBuffer.Region
  let b: SharedBuffer.Region
  let c: SharedBuffer.Region
}

/// What a worker answers.
enum WorkerReply: WorkerMessage {
  /// The library is open: the first line of every worker.
  case opened(ProviderIdentity, takesThreads: Bool, isConfined: Bool, support: [Support])
  case prepared(product: Int, kernel: String)
  case done
  case multiplied(seconds: Double)
  case clock(gigahertz: Double?)
  case failed(ProviderError)

  var shortForm: String? {
    if case .multiplied(let seconds) = self { "\(seconds)" } else { nil }
  }

  init?(shortForm: Substring) {
    guard let seconds = Double(shortForm), seconds.isFinite, seconds >= 0 else { return nil }
    self = .multiplied(seconds: seconds)
  }

  /// Whether the library has a product at a precision.
  struct Support: Codable {
    let precision: Precision
    let support: ProviderSupport
  }
}
