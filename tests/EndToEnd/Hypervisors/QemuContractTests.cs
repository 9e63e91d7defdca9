using Xunit;

namespace Lobsterd.Tests.EndToEnd.Hypervisors;

public sealed class QemuContractTests(QemuRig rig) : HypervisorContract(rig), IClassFixture<QemuRig>;
