using Lobsterd.Daemon.Composition;
using Lobsterd.Standin.Service.Composition;

// As the service itself, plus: LOBSTERD_TEST_NULL_VMM names the null machine's program, LOBSTERD_TEST_GUEST the guest binary,
// LOBSTERD_TEST_KILL_AFTER the journal write after which the service kills itself.
return await LobsterdService.RunAsync(args, TestServices.Add);
