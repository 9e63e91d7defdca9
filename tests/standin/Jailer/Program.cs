using Lobsterd.Standin.Interface;
using Lobsterd.Standin.Jailer;

// Descriptors first, as the real one does: nothing that we were started with goes further than this.
const int CloseRange = 436;
Kernel.Call(CloseRange, 3, int.MaxValue);

try
{
    return JailerProgram.Run(args);
}
catch (Fault fault)
{
    Kernel.Complain($"{fault.Message}\nError: {fault.Debug}\n");
    return 1;
}
