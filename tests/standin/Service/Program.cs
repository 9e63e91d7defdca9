using Lobsterd.Daemon.Composition;
using Lobsterd.Standin.Service.Composition;

// As the service itself, plus: LOBSTERD_TEST_NULL_VMM names the null machine's program, LOBSTERD_TEST_GUEST the guest binary,
// LOBSTERD_TEST_ARMED_FAULTS a file that says which of the next writes to journals go wrong, e.g. kill-after:7; there may be none.
return await LobsterdService.RunAsync(args, TestServices.Add);
