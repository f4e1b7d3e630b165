/// A rule of docs/worker-protocol.md that a worker is judged by.
public enum ConformanceRule: String, CaseIterable, Codable, Sendable {
  case greeting, devices
  case longLine, unknownMembers, endOfInput
  case identifiers, noRequest, unknownRequest, wrongMembers, impossibleSizes, wrongPlaces, tooLarge, inTime
  case beforeOpen, unknownDevice, open
  case prepare, operands, otherDistributions, flip
  case product, kernels, repetition, sets, staleness, independence
  case exactProduct, notFinite, largeProduct
  case work, seconds
  case rows, check, release, bandwidth, telemetry
  case end

  /// The heading in docs/worker-protocol.md under which it stands.
  public var section: String {
    switch self {
    case .greeting, .devices: "First line, unasked"
    case .longLine, .unknownMembers, .endOfInput: "Lines"
    case .identifiers, .noRequest, .unknownRequest, .wrongMembers, .impossibleSizes, .wrongPlaces, .tooLarge,
      .inTime:
      "Replies"
    case .product, .kernels, .exactProduct, .notFinite, .largeProduct: "Products"
    case .operands, .otherDistributions, .flip: "Drawing"
    case .beforeOpen, .unknownDevice, .open, .prepare, .repetition, .sets, .staleness, .independence, .work,
      .seconds,
      .rows, .check, .release, .bandwidth, .telemetry, .end:
      "Requests"
    }
  }

  /// What has to be so.
  public var statement: String {
    switch self {
    case .greeting: "the first line is a greeting of version 1 with a name"
    case .devices: "each device has a sound id of its own, and figures that can be"
    case .longLine: "a line of some MiB is taken"
    case .unknownMembers: "unknown members are ignored"
    case .endOfInput: "when standard input ends, the worker ends"
    case .identifiers: "a reply carries the id of its request"
    case .noRequest: "a line that is no request is answered with an error, and the worker goes on"
    case .unknownRequest: "an unknown request is answered with an error, and the worker goes on"
    case .wrongMembers: "missing and wrong members are answered with an error, and the worker goes on"
    case .impossibleSizes: "sizes that no product has are answered with an error, and the worker goes on"
    case .wrongPlaces:
      "products, sets, kernels, rows and devices that are not there are answered with an error"
    case .tooLarge: "what no memory holds is answered with an error of kind memory, and the worker goes on"
    case .inTime: "every request is answered in time"
    case .beforeOpen: "before open only telemetry is answered"
    case .unknownDevice: "a device that is not there cannot be opened"
    case .open: "open tells variants that can be, and why others are missing"
    case .prepare: "what open offers can be prepared"
    case .operands: "A and B are drawn as both sides draw them, bit for bit"
    case .otherDistributions: "a distribution that the worker does not know is refused"
    case .flip: "flip gives each set's A the signs of its seed, made from A as it was drawn"
    case .product: "C is A·B, in every element, at even and odd sizes"
    case .kernels: "every kernel that prepare names computes C"
    case .repetition: "to run again gives the same C"
    case .sets: "product i is computed on set i mod sets, and no other set is touched"
    case .staleness: "C follows A: after a flip it is computed anew"
    case .independence: "products that are prepared at the same time do not touch each other"
    case .exactProduct: "given elements whose sums are exact are multiplied exactly"
    case .notFinite: "NaN and infinity among the elements reach C"
    case .largeProduct: "C is A·B at a size at which time can be measured"
    case .work: "run does as many products as it is asked for"
    case .seconds: "seconds are those that passed"
    case .rows: "rows come in the order in which they were asked for"
    case .check: "check tells the largest deviation of a row, right or wrong"
    case .release: "what is released is gone"
    case .bandwidth: "bandwidth tells what was moved, in the time that passed"
    case .telemetry: "telemetry is answered beside an open device, with values that can be"
    case .end: "after end the worker ends with code 0, and nothing more is on standard output"
    }
  }
}
