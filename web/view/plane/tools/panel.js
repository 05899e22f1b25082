export const mount = () => ({ sync() {} });
