package io.nadir.kernel;

import java.lang.management.ManagementFactory;
import java.lang.management.PlatformManagedObject;

/**
 * Whether fused multiply-add is one instruction. Without it {@code Math.fma} and its vector twin
 * compute through {@code BigDecimal}, thousands of times slower.
 */
final class HardwareFma {
    private HardwareFma() {}

    /** What the virtual machine reports, or a guess from the architecture if it reports nothing. */
    static boolean isPresent() {
        try {
            // By name, because com.sun.management is HotSpot's and others may lack it.
            Class<?> type = Class.forName("com.sun.management.HotSpotDiagnosticMXBean");
            Object bean =
                    ManagementFactory.getPlatformMXBean(
                            type.asSubclass(PlatformManagedObject.class));
            Object option = type.getMethod("getVMOption", String.class).invoke(bean, "UseFMA");
            Object value = option.getClass().getMethod("getValue").invoke(option);
            return Boolean.parseBoolean((String) value);
        } catch (ReflectiveOperationException | RuntimeException e) {
            return "aarch64".equals(System.getProperty("os.arch"));
        }
    }
}
